#!/bin/sh
# 安装值班台：不用网络，不用管理员权限。Installs Dutydesk without network and without root.
set -eu
umask 022

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
set -- "$here/wheels/dutydesk-"*.whl "$@"
version=${1##*/dutydesk-}
version=${version%%-*}
shift

case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in en*) english=1 ;; *) english= ;; esac
say() { if [ "$english" ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi; }
fail() {
    say "错误：$1" "Error: $2" >&2
    exit 1
}
usage() {
    say "用法：sh 安装.sh [--prefix 目录] [--own-python]
  --prefix 目录   装到该目录的 bin、lib 和 share 中；默认 ~/.local
  --own-python    不用本机的 Python，用随附的" \
        "Usage: sh 安装.sh [--prefix DIR] [--own-python]
  --prefix DIR    install into bin, lib and share of DIR; by default ~/.local
  --own-python    not with a Python of this machine, but with the one that is brought"
}

prefix=${HOME:-}/.local
own=
while [ $# -gt 0 ]; do
    case $1 in
    --prefix)
        [ $# -gt 1 ] || fail "--prefix 后面要写目录。" "--prefix needs a folder."
        prefix=$2
        shift
        ;;
    --prefix=*) prefix=${1#--prefix=} ;;
    --own-python) own=1 ;;
    -h | --help)
        usage
        exit
        ;;
    *)
        usage >&2
        exit 2
        ;;
    esac
    shift
done

# What was cut short on the way here is told before anything is made.
(cd -- "$here" && sha256sum -c SHA256SUMS >/dev/null 2>&1) ||
    fail "安装包不完整或有改动（与 SHA256SUMS 不符），未作改动；请重新拷贝整个安装包。" \
        "This kit is not whole, or was changed (see SHA256SUMS); nothing was done. Copy all of it again."

mkdir -p -- "$prefix/bin" "$prefix/lib/dutydesk" "$prefix/share" 2>/dev/null && [ -w "$prefix/bin" ] ||
    fail "$prefix 不能写入，请用 --prefix 换一个目录。" \
        "$prefix cannot be written to; name another folder with --prefix."
prefix=$(CDPATH='' cd -- "$prefix" && pwd -P)
command=$prefix/bin/dutydesk
if { [ -e "$command" ] || [ -L "$command" ]; } && ! grep -qs '^# 安装.sh$' "$command"; then
    fail "$command 不是用安装包装的，未作改动；请先卸载（如 pipx uninstall dutydesk），或用 --prefix 换一个目录。" \
        "$command was not put there by a kit and is left alone; remove it first (as by pipx uninstall dutydesk), or name another folder with --prefix."
fi

# A Python that will do: 3.11 or later, with what it takes to make an environment.
python=
for name in python3.14 python3.13 python3.12 python3.11 python3; do
    [ "$own" ] && break
    if "$name" -I -c 'import sys, venv, zlib, ssl; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$name
        break
    fi
done

new=$(mktemp -d "$prefix/lib/dutydesk/$version.XXXXXX")
chmod 755 "$new"
trap 'rm -rf -- "$new" "$command.new"' EXIT
trap 'exit 130' HUP INT TERM
if [ "$python" ]; then
    say "用本机的 $("$python" -V) 安装……" "Installing with this machine's $("$python" -V) …"
    # Debian's has no pip in it, and none to be had: the kit brings one.
    set -- "$here/wheels/pip-"*.whl
    "$python" -I -m venv --without-pip "$new" &&
        "$new/bin/python" -I "$1/pip" install --isolated -q --no-cache-dir --disable-pip-version-check \
            --no-index --no-deps --require-hashes --find-links "$here/wheels" -r "$here/wheels/requirements.txt" ||
        fail "没有装成，未作改动；请看磁盘是否已满，不满的可以加上 --own-python 再试。" \
            "It could not be installed, and nothing was changed; is the disk full? If not, try again with --own-python."
else
    set -- "$here/dutydesk-$version-python-"*.tar.gz
    [ -f "$1" ] ||
        fail "本机没有 Python 3.11 以上的版本，这个安装包也没有随附；请先安装 Python，或换一个安装包。" \
            "This machine has no Python 3.11 or later, and this kit brings none; install one, or take another kit."
    say "用随附的 Python 安装……" "Installing with the Python that is brought …"
    tar -xzf "$1" -C "$new" --strip-components=1 ||
        fail "没有装成，未作改动；请看磁盘是否已满。" "It could not be unpacked, and nothing was changed; is the disk full?"
fi

[ "$("$new/bin/python" -I -X utf8 -m tui --version 2>&1)" = "dutydesk $version" ] ||
    fail "装好的程序在本机不能启动，未作改动：$("$new/bin/python" -I -X utf8 -m tui --version 2>&1 | tail -1)" \
        "What was installed does not start on this machine, and nothing was changed: $("$new/bin/python" -I -X utf8 -m tui --version 2>&1 | tail -1)"

quoted=$(printf '%s' "$new" | sed "s/'/'\\\\''/g")
before=$(readlink "$prefix/lib/dutydesk/current" || :)
printf '%s\n' '#!/bin/sh' '# 安装.sh' "exec '$quoted/bin/python' -I -X utf8 -m tui \"\$@\"" >"$command.new" &&
    chmod 755 "$command.new" &&
    printf '%s\n' "$command" >"$new/started-by" &&
    cp -R -- "$here/share/." "$prefix/share" ||
    fail "没有装成，原来的程序照旧；请看磁盘是否已满。" \
        "It could not be installed, and what was there is as before; is the disk full?"
mv -f -- "$command.new" "$command"
rm -f -- "$prefix/lib/dutydesk/current"
ln -s "${new##*/}" "$prefix/lib/dutydesk/current"
trap - EXIT

# Whoever has the desk open goes on with the version before, so that is kept; the ones before it go.
for old in "$prefix/lib/dutydesk/"*.??????; do
    case ${old##*/} in "${new##*/}" | "$before") ;; *) rm -rf -- "$old" ;; esac
done

if [ "$before" ]; then
    say "已由 ${before%.*} 升级为 $version。正在运行的值班台不受影响，退出后再打开即为新版本；原有的值班台照常打开，不须转换。" \
        "Upgraded from ${before%.*} to $version. A desk that is open now goes on as it is, and is of the new version when it is opened again; there is nothing to convert."
else
    say "已装好 dutydesk $version。" "dutydesk $version is installed."
fi
say "程序：$command
文件：$prefix/lib/dutydesk（卸载时连同上面的程序一并删除即可；值班台的数据不在其中）" \
    "Program: $command
Files: $prefix/lib/dutydesk (to uninstall, remove it and the program above; desks lie elsewhere)"
lacks() { ! "$new/bin/python" -I -c "import $1" 2>/dev/null; }
if lacks orjson; then
    say "本机的处理器没有 orjson：改用 Python 自带的 json，打开大的值班台要慢一些。" \
        "There is no orjson for this processor: Python's own json is used, and a large desk opens more slowly."
fi
if lacks pyrage; then
    say "本机的处理器没有 pyrage：不能使用密封的值班台，其余照常。" \
        "There is no pyrage for this processor: sealed desks cannot be used, all else can."
fi
if lacks textual_serve.server; then
    say "本机的处理器没有浏览器界面所需的组件：dutydesk serve 不能使用，其余照常。" \
        "What the browser's face needs is not to be had for this processor: no dutydesk serve, all else works."
fi
case :${PATH:-}: in
*:"$prefix/bin":*) say "请运行：dutydesk" "Start it: dutydesk" ;;
*) say "请运行：$command（或把 $prefix/bin 加入 PATH）" "Start it: $command (or add $prefix/bin to PATH)" ;;
esac
