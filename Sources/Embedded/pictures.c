#include "Embedded.h"

static const unsigned char serve[] = {
#embed "../../SampleImages/02-serve.jpg"
};
static const unsigned char serve_people[] = {
#embed "../../SampleImages/02-serve.json"
};

static const unsigned char runner[] = {
#embed "../../SampleImages/01-runner.jpg"
};
static const unsigned char runner_people[] = {
#embed "../../SampleImages/01-runner.json"
};

static const unsigned char cartwheel[] = {
#embed "../../SampleImages/05-cartwheel.jpg"
};
static const unsigned char cartwheel_people[] = {
#embed "../../SampleImages/05-cartwheel.json"
};

static const unsigned char two_people[] = {
#embed "../../SampleImages/10-two-people.jpg"
};
static const unsigned char two_people_people[] = {
#embed "../../SampleImages/10-two-people.json"
};

static const struct {
  const char *name;
  hrs_embedded picture, people;
} pictures[] = {
    {"02-serve.jpg", {serve, sizeof serve}, {serve_people, sizeof serve_people}},
    {"01-runner.jpg", {runner, sizeof runner}, {runner_people, sizeof runner_people}},
    {"05-cartwheel.jpg", {cartwheel, sizeof cartwheel}, {cartwheel_people, sizeof cartwheel_people}},
    {"10-two-people.jpg", {two_people, sizeof two_people}, {two_people_people, sizeof two_people_people}},
};

int hrs_embedded_picture_count(void) { return sizeof pictures / sizeof *pictures; }

const char *hrs_embedded_picture_name(int index) { return pictures[index].name; }

hrs_embedded hrs_embedded_picture(int index) { return pictures[index].picture; }

hrs_embedded hrs_embedded_people(int index) { return pictures[index].people; }
