#compdef PROGRAM
_complete_PROGRAM() {
    local home='' candidate
    local -a candidates directories others
    candidates=("${(@f)$(
        VARIABLE=zsh _CLAP_IFS=$'\n' _CLAP_COMPLETE_INDEX=$((CURRENT - 1)) \
            PROGRAM -- "${(@)words[1,CURRENT-1]}" "$PREFIX" 2>/dev/null
    )}")
    # Zsh would quote a tilde.
    if [[ $PREFIX == '~'*/* ]]; then
        home=${PREFIX%%/*}/
        compset -P '\~[^/]#/'
    fi
    for candidate in "${candidates[@]#"$home"}"; do
        case $candidate in
            '') ;;
            */) directories+=("${candidate%/}") ;;
            *) others+=("$candidate") ;;
        esac
    done
    (( $#directories )) && _describe -V values directories -S / -r /
    (( $#others )) && _describe -V values others
    (( $#directories + $#others ))
}
compdef _complete_PROGRAM PROGRAM
