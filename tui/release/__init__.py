"""What an office without internet is handed: a kit that installs without network and without root, and a
package for Debian. It is made from a clone and is no part of what it makes.

Imports no room; never what it packs, which it runs as a program. `building` alone, which the build of the
package calls, imports what it makes things of.
"""
