#include "Embedded.h"

static const unsigned char resolution[] = {
#embed "lessons/resolution.txt"
};

static const unsigned char streams[] = {
#embed "lessons/streams.txt"
};

static const unsigned char exchange[] = {
#embed "lessons/exchange.txt"
};

static const unsigned char fusion[] = {
#embed "lessons/fusion.txt"
};

static const unsigned char knowledge[] = {
#embed "lessons/knowledge.txt"
};

static const unsigned char decoding[] = {
#embed "lessons/decoding.txt"
};

static const unsigned char heads[] = {
#embed "lessons/heads.txt"
};

static const unsigned char cost[] = {
#embed "lessons/cost.txt"
};

static const struct {
  const char *name;
  hrs_embedded text;
} lessons[] = {
    {"resolution", {resolution, sizeof resolution}},
    {"streams", {streams, sizeof streams}},
    {"exchange", {exchange, sizeof exchange}},
    {"fusion", {fusion, sizeof fusion}},
    {"knowledge", {knowledge, sizeof knowledge}},
    {"decoding", {decoding, sizeof decoding}},
    {"heads", {heads, sizeof heads}},
    {"cost", {cost, sizeof cost}},
};

int hrs_embedded_lesson_count(void) { return sizeof lessons / sizeof *lessons; }

const char *hrs_embedded_lesson_name(int index) { return lessons[index].name; }

hrs_embedded hrs_embedded_lesson(int index) { return lessons[index].text; }
