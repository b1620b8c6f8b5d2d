"""The apps that wire screens, actions and clock: the desk, the first start, the demo, the office.

Imports `store`, `store.notice`, `store.tips`, `store.secret`, `store.desk`, `store.office`, `tui.terminal`,
`tui.actions`, `tui.words`, `tui.notice_form`, `tui.widgets` and `tui.screens`; never `tui.cli`,
which starts them.
"""

from tui.terminal.lazy_import import empty, import_without

# Connections with TLS, which the loop of an app never has, take 1.5 MB and a hundredth of a second.
import_without("ssl", "asyncio")
# Textual's own palette of commands, which no app here has, takes the widgets along that it shows them in.
import_without(
    "textual.command",
    "textual.app",
    empty(
        "textual.command",
        "CommandListItem",
        "CommandPalette",
        "DiscoveryHit",
        "Hit",
        "Hits",
        "Provider",
        "SimpleProvider",
    ),
)
