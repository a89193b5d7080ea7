// Versioned public data (phone numbering metadata, public suffix list) compiled to constant tables.
#pragma once
#include <stdint.h>
#include "phone_characters.h"
#include "phone_tables.h"
#include "psl_tables.h"
