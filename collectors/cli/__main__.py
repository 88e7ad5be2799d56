"""`python -m collectors.cli`: the same as `parallax`."""

from collectors.cli import main

if __name__ == "__main__":
    main()
