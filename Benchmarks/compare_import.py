#!/usr/bin/env python3
"""Times the import of two overlapping bundles against DuckDB and against orjson + sqlite3.

usage: compare_import.py [ROWS] [ROUNDS]

The bundles and the same rows as JSON Lines are made by the benchmark `import-bench`, which must be built. The others
upsert the rows with a primary key into a file and check nothing. Every figure is the CPU time of a whole process, user
and system; the tools alternate, medians are printed. The interpreter must have duckdb and orjson.
"""
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

DUCKDB = """
import sys, duckdb
database, source = sys.argv[1:]
connection = duckdb.connect(database, config={"threads": 2})
connection.execute("CREATE TABLE IF NOT EXISTS claims (kind VARCHAR, tag VARCHAR, core JSON, ctx JSON, value VARCHAR, PRIMARY KEY (kind, tag))")
connection.execute('''INSERT OR REPLACE INTO claims SELECT kind, tag, core, ctx, value FROM read_json(?, format='newline_delimited',
    columns={kind: 'VARCHAR', tag: 'VARCHAR', core: 'JSON', ctx: 'JSON', value: 'VARCHAR'})''', [source])
connection.close()
"""

ORJSON = """
import sys, sqlite3, orjson
database, source = sys.argv[1:]
connection = sqlite3.connect(database)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("CREATE TABLE IF NOT EXISTS claims (kind TEXT, tag TEXT, core TEXT, ctx TEXT, value TEXT, PRIMARY KEY (kind, tag)) WITHOUT ROWID")
def rows():
    with open(source, "rb") as lines:
        for line in lines:
            row = orjson.loads(line)
            yield row["kind"], row["tag"], orjson.dumps(row["core"]), orjson.dumps(row["ctx"]), row["value"]
with connection:
    connection.executemany("INSERT OR REPLACE INTO claims VALUES (?, ?, ?, ?, ?)", rows())
connection.close()
"""


def cpu_seconds(command):
    """CPU time of one child process and all of its threads."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(bench, data, scratch):
    """One round of every tool: fresh import, then the overlapping one."""
    times = {}
    for tool in ("tocsin", "duckdb", "orjson+sqlite3"):
        home = pathlib.Path(scratch, tool)
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        for index, run in enumerate(("fresh", "overlap")):
            if tool == "tocsin":
                command = [bench, "take", str(home), f"{data}/{index}.bundle"]
            else:
                script = DUCKDB if tool == "duckdb" else ORJSON
                command = [sys.executable, "-c", script, str(home / "db"), f"{data}/{index}.jsonl"]
            os.sync()  # nobody pays for what another left to be written
            times[tool, run] = cpu_seconds(command)
    return times


def main():
    bench = str(pathlib.Path(__file__).resolve().parent / ".build/release/import-bench")
    bench = os.environ.get("IMPORT_BENCH", bench)
    rows = sys.argv[1] if len(sys.argv) > 1 else "1000000"
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run([bench, "make", f"{scratch}/data", rows], check=True)
        runs = [measure(bench, f"{scratch}/data", scratch) for _ in range(rounds)]
    medians = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    for run in ("fresh", "overlap"):
        ours = medians["tocsin", run]
        for tool in ("duckdb", "orjson+sqlite3"):
            print(json.dumps({"run": run, "against": tool, "tocsin": round(ours, 3), "other": round(medians[tool, run], 3),
                              "ratio": round(medians[tool, run] / ours, 2)}))


if __name__ == "__main__":
    main()
