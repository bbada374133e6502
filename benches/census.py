#!/usr/bin/env python3
"""Counts what a source tree is made of: files, lines, documentation and the lengths of functions, by folder.

    benches/census.py [FOLDER ...]        (src of this repository by default)

Columns: files and lines; lines without tests, and the share of these that is documentation (`//!`, `///`); functions
with median, 90th percentile and maximum of the lines of their bodies; median and 90th percentile of the lines of a
file. Tests (`mod tests` at the end of a file, and files with test, example or toy in their names) count as lines only.
Then the longest functions.

How many files another process, property of a cell or analysis costs is stated by tests: `tests/promise/run.sh` and
`architecture` in `tests/model`.
"""
import os
import pathlib
import re
import sys

FUNCTION = re.compile(r"^(\s*)(?:pub(?:\([^)]*\))?\s+)?(?:const\s+|unsafe\s+|async\s+)*fn\s+(\w+)")
TESTS = re.compile(r"^#\[cfg\(test\)\]\s*$")


def is_test(path):
    return any(word in path.name for word in ("test", "example", "toy"))


def split(lines):
    """Lines before the unit tests of a file, which come last."""
    for number, line in enumerate(lines):
        if TESTS.match(line) and number + 1 < len(lines) and lines[number + 1].startswith("mod tests {"):
            return lines[:number]
    return lines


def functions(lines):
    """Name and number of lines of the body of each function that has one."""
    for start, line in enumerate(lines):
        found = FUNCTION.match(line)
        if not found:
            continue
        indent, name = found.groups()
        for end in range(start, len(lines)):
            text = lines[end].rstrip()
            if end == start and text.endswith("}"):
                yield name, 1
                break
            if text == indent + "}":
                opening = next(row for row in range(start, end + 1) if lines[row].rstrip().endswith("{"))
                yield name, end - opening - 1
                break
            if text.endswith(";") and not any(row.rstrip().endswith("{") for row in lines[start : end + 1]):
                break


def census(folder):
    files = sorted(folder.rglob("*.rs"))
    lines = {file: file.read_text(encoding="utf8").splitlines() for file in files}
    program = {file: split(text) for file, text in lines.items() if not is_test(file)}
    return {
        "files": len(files),
        "lines": sum(map(len, lines.values())),
        "program": sum(map(len, program.values())),
        "documented": sum(line.lstrip().startswith(("//!", "///")) for text in program.values() for line in text),
        "functions": sorted((length, f"{file}:{name}") for file, text in program.items() for name, length in functions(text)),
        "lengths": sorted(map(len, lines.values())),
    }


def share(sorted_numbers, part):
    return sorted_numbers[min(len(sorted_numbers) - 1, int(part * len(sorted_numbers)))] if sorted_numbers else 0


def row(name, found):
    lengths = [length for length, _ in found["functions"]]
    documented = 100 * found["documented"] / max(found["program"], 1)
    print(
        f"{name:24}{found['files']:6}{found['lines']:8}{found['program']:9}{documented:7.1f} %"
        f"{len(lengths):7}{share(lengths, 0.5):5}{share(lengths, 0.9):5}{share(lengths, 1.0):5}"
        f"{share(found['lengths'], 0.5):7}{share(found['lengths'], 0.9):6}"
    )


def main(folders):
    print(f"{'':24}{'':6}{'':8}{'without':>9}{'docu-':>9}{'':7}{'function lines':>15}{'file lines':>13}")
    print(f"{'folder':24}{'files':>6}{'lines':>8}{'tests':>9}{'mented':>9}{'func.':>7}{'p50':>5}{'p90':>5}{'max':>5}{'p50':>7}{'p90':>6}")
    for root in folders:
        for folder in sorted(path for path in root.iterdir() if path.is_dir()):
            row(str(folder), census(folder))
        row(str(root), found := census(root))
        print("longest functions:", *(f"{length} {name}" for length, name in found["functions"][-5:]), sep="\n  ")


if __name__ == "__main__":
    source = pathlib.Path(os.path.relpath(pathlib.Path(__file__).parent.parent / "src"))
    main([pathlib.Path(name) for name in sys.argv[1:]] or [source])
