"""Lists the largest files below a folder."""

import argparse
import heapq
from pathlib import Path

from humanize import naturalsize


def largest_files(folder, count):
    """Returns (size in bytes, path) of the largest files below the folder, largest first; links are left out."""
    files = (path for path in Path(folder).rglob("*") if path.is_file() and not path.is_symlink())
    return heapq.nlargest(count, ((path.stat().st_size, path) for path in files))


def main():
    parser = argparse.ArgumentParser(prog="largest", description=__doc__)
    parser.add_argument("folder", nargs="?", default=".")
    parser.add_argument("-n", "--count", type=int, default=10, help="how many files to list (default: 10)")
    arguments = parser.parse_args()

    for size, path in largest_files(arguments.folder, arguments.count):
        print(f"{naturalsize(size, binary=True):>12}  {path}")
