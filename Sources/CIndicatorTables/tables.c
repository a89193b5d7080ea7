#include "CIndicatorTables.h"
