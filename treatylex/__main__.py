"""`python -m treatylex`: the same as the command `treatylex`."""

from treatylex.cli import main

if __name__ == "__main__":
    main(prog_name="treatylex")
