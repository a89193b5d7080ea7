// Versioned public data (phone numbering metadata, public suffix list) compiled to constant tables.
#pragma once
#include <stdint.h>
