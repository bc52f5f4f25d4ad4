"""The console command `menkou`."""

import os
import sys


def main() -> None:
    """Runs `menkou COMMAND …`; the commands are Django's and those of this package."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "menkou.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["menkou", *sys.argv[1:]])


if __name__ == "__main__":
    main()
