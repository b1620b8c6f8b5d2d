"""The apps that wire screens, actions and clock: the desk, the first start, the demo, the office.

Imports `store`, `store.notice`, `store.tips`, `store.secret`, `store.desk`, `store.office`, `tui.terminal`,
`tui.actions`, `tui.words`, `tui.notice_form`, `tui.widgets` and `tui.screens`; never `tui.cli`,
which starts them.
"""

from tui.terminal.lazy_import import import_without

# Connections with TLS, which the loop of an app never has, take 1.5 MB and a hundredth of a second.
import_without("ssl", "asyncio")
