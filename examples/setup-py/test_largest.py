import unittest
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from largest import largest_files, main


class LargestTests(unittest.TestCase):
    def setUp(self):
        temporary = TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        (self.folder / "logs").mkdir()
        (self.folder / "notes.txt").write_bytes(bytes(10))
        (self.folder / "photo.jpg").write_bytes(bytes(3000))
        (self.folder / "logs" / "today.log").write_bytes(bytes(2048))

    def test_lists_the_largest_files_of_all_folders_first(self):
        found = largest_files(self.folder, count=2)

        self.assertEqual(found, [(3000, self.folder / "photo.jpg"), (2048, self.folder / "logs" / "today.log")])

    def test_leaves_links_out(self):
        (self.folder / "link.jpg").symlink_to(self.folder / "photo.jpg")

        found = largest_files(self.folder, count=10)

        self.assertEqual(len(found), 3)

    def test_prints_sizes_that_people_read(self):
        output = StringIO()

        with patch("sys.argv", ["largest", str(self.folder), "--count", "2"]), redirect_stdout(output):
            main()

        self.assertIn("2.0 KiB", output.getvalue())
        self.assertEqual(len(output.getvalue().splitlines()), 2)


if __name__ == "__main__":
    unittest.main()
