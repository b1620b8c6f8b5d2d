"""The entry point of `dutydesk` and `python -m tui`: language first, then the command."""

import signal
import sys


def main() -> None:
    """Runs the command line and exits with its status."""
    interrupt = signal.getsignal(signal.SIGINT)
    if interrupt is signal.default_int_handler:
        # Until a command runs there is nothing to tidy up, nor anyone who would say so: what follows is
        # imported here, for Python would show where it was interrupted.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    import gc
    import os

    from tui.terminal.debugging import is_debugging
    from tui.terminal.garbage import have_threads_share_what_is_free
    from tui.terminal.lazy_import import import_late
    from tui.terminal.no_trace import leave_no_trace

    # What is made while starting stays: to look for garbage in it would be in vain.
    gc.set_threshold(500_000)
    have_threads_share_what_is_free()
    import_late("dateutil.parser")
    asked = ""
    if sys.argv[1:2] == ["session"]:
        from tui.cli.session import asked_for, forget_environment

        forget_environment()
        asked = asked_for()
    if not is_debugging():
        leave_no_trace()
    # Textual keeps frames so far apart that a key right after the clock's waits for up to two.
    os.environ["TEXTUAL_FPS"] = "1000"
    # Imported here: the help texts of the commands are made in the language chosen.
    from tui.terminal.language import choose_language

    choose_language([*sys.argv[1:], *asked.split()])
    from tui.cli.run import run

    signal.signal(signal.SIGINT, interrupt)
    sys.exit(run())


if __name__ == "__main__":
    main()
