# shellcheck shell=bash
# To be sourced: what makes text of others harmless where GitHub shows it. File names, messages of commits and words of a
# config are text of others.

# For the log: reads standard input, writes it with `| ` before each line. The runner takes a line for a command when it
# begins with `::`, after white space of any alphabet, or holds `##[` anywhere; and a carriage return ends a line for it.
# Bytes beyond ASCII may stand for characters that a comparison of strings ignores, so they do not part the signs either.
neutral() {
  LC_ALL=C tr '\000-\010\013-\037\177' '[?*]' | LC_ALL=C sed -E 's/#([\x80-\xff]*)#([\x80-\xff]*)\[/#\1 #\2 [/g; s/^/| /'
}

# For a summary in Markdown: prints $2 in a block of kind $1 whose fence is longer than any run of backticks in it.
fenced() {
  local text longest fence
  text=$(LC_ALL=C tr -d '\000-\010\013-\037\177' <<< "$2" | LC_ALL=C sed -E 's/#([\x80-\xff]*)#([\x80-\xff]*)\[/#\1 #\2 [/g')
  longest=$({ LC_ALL=C grep --text --only-matching '`*' <<< "$text" || true; } | awk '{ if (length($0) > n) n = length($0) } END { print n + 1 }')
  fence=$(printf '%*s' "$((longest < 3 ? 3 : longest))" '' | tr ' ' '`')
  printf '%s%s\n%s\n%s\n\n' "$fence" "$1" "$text" "$fence"
}
