#pragma once
#include <zlib.h>

/// Starts inflating a raw deflate stream, as zip entries hold it; `inflateInit2` is a macro.
static inline int hrscope_inflate_start(z_stream *stream) { return inflateInit2(stream, -MAX_WBITS); }
