_complete_PROGRAM() {
    # Bash also splits words at `=` and `:`. What follows another word without a space is a part of it.
    local line=${COMP_LINE:0:COMP_POINT} words=() last=-1 word IFS=''
    for word in "${COMP_WORDS[@]:0:COMP_CWORD}" ''; do
        if [[ $last == -1 || $line == [[:blank:]]* ]]; then
            words[++last]=''
            line=${line#"${line%%[![:blank:]]*}"}
        fi
        word=${word:-$line}
        words[last]+=$word
        line=${line#"$word"}
    done
    # At the end of the candidates, `read` fails, which would end a shell with `set -e`.
    IFS=$'\v' read -r -d '' -a COMPREPLY < <(
        VARIABLE=bash _CLAP_IFS=$'\v' _CLAP_COMPLETE_INDEX=$last PROGRAM -- "${words[@]}" 2>/dev/null
    ) || true
    # Bash replaces what follows the last `=` or `:`. Candidates are without quotes.
    word=${words[last]//[\"\'\\]/}
    COMPREPLY=("${COMPREPLY[@]#"${word%"${2//[\"\'\\]/}"}"}")
    # As file names, they are quoted, and folders get a slash.
    if [[ ${COMPREPLY[*]} =~ [^[:alnum:]_.,:=@%+-] ]] && compopt -o filenames 2>/dev/null; then
        COMPREPLY=("${COMPREPLY[@]%/}")
    fi
}
complete -o bashdefault -o nosort -F _complete_PROGRAM PROGRAM 2>/dev/null ||
    complete -o bashdefault -F _complete_PROGRAM PROGRAM
