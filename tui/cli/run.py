"""Runs the command line so that whatever happens ends in one sentence, never a traceback."""

import io
import os
import sys
from contextlib import suppress
from typing import TextIO, cast

import click

from store.errors import CannotReach, DeskError, MaybeSaved
from store.text import _
from tui.cli.complaining import complain
from tui.cli.inert import InertStream, OutputLost
from tui.terminal.crash import note_crash

INTERRUPTED = 130
# As sendmail has it, and what runs scripts by the clock: the same may succeed in a moment.
TRY_AGAIN = 75


def run() -> int:
    """The exit status of the command in `sys.argv`: 0, 1 for a refusal, 2 for wrong usage, 75
    where the desk's place cannot be reached for now."""
    try:
        _speak_any_text()
        _wait_for_input()
        from tui.cli.commands import cli

        status = cli.main(standalone_mode=False, prog_name="dutydesk")
        sys.stdout.flush()
    except click.ClickException as error:
        from tui.cli.usage import refuse

        refuse(error)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        complain(_("已中断。没有写完的文件不会留下，此前已经保存的不受影响。"))
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (`| head`) has seen enough.
        _write_no_more()
        return 0
    except OutputLost as error:
        complain(str(error))
        _write_no_more()
        return 1
    except MaybeSaved:
        # Unlike the form, a command that is run once more does not know of the first time.
        complain(
            _("保存时与数据库失去联系，还不知道是否已经保存。重新连上后请先查看，没有的再登记。")
        )
        return TRY_AGAIN
    except CannotReach as error:
        complain(str(error))
        return TRY_AGAIN
    except DeskError as error:
        complain(str(error))
        return 1
    except Exception as error:
        log = note_crash(error)
        complain(
            _("程序内部出错，已保存的举报不受影响；请把日志交给维护人员：{log}", log=log or "—")
        )
        return 1
    return status if isinstance(status, int) else 0


def _write_no_more() -> None:
    """What waits to be written, at exit too, is dropped."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speak_any_text() -> None:
    """A terminal that cannot show a character gets its code instead of an error; so does each for
    those that would act on it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.stdout = cast(TextIO, InertStream(sys.stdout))
    sys.stderr = cast(TextIO, InertStream(sys.stderr))


def _wait_for_input() -> None:
    """What another program left non-blocking would seem to be broken off wherever its sender pauses."""
    with suppress(OSError):
        os.set_blocking(0, True)
