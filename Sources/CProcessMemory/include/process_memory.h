// What a process that runs for months keeps in memory.
#pragma once

// Few heaps, each of which gives back what stands free at its end.
void tocsin_keep_little_memory(void);

// Takes the program's code out of this process's memory; what it still runs is mapped again as it is needed.
void tocsin_let_go_of_code(void);
