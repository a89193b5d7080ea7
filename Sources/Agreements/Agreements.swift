// The gate arrives with the strict JSON reader.
