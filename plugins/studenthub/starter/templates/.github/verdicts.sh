#!/bin/sh
# The pull request with the answers of hub verify, of which one is open at a time.
#   verdicts.sh take      puts the answers of the open pull request beside those of << branch >>, so that nobody is asked again
#   verdicts.sh propose   opens a pull request with the answers that << branch >> has not, or renews the one that is open
set -eu

branch=verified
answers=bib/verified
title="Keep what indexes say of the sources"

gh auth setup-git
open=$(gh pr list --head "$branch" --state open --json number --jq '.[0].number // empty')
if [ -n "$open" ]; then
	git fetch --quiet --depth 1 origin "$branch"
fi

case ${1:-} in
take)
	if [ -n "$open" ]; then
		git restore --source FETCH_HEAD --overlay -- "$answers"
	fi
	;;
propose)
	if [ ! -d "$answers" ]; then
		exit
	fi
	git add -- "$answers"
	if git diff --cached --quiet; then
		echo "There is nothing new."
		exit
	fi
	if [ -n "$open" ] && git diff --cached --quiet FETCH_HEAD -- "$answers"; then
		echo "Pull request $open has all of it."
		exit
	fi
	git -c user.name="github-actions[bot]" -c user.email="41898282+github-actions[bot]@users.noreply.github.com" \
		commit --quiet --message "$title"
	git push --quiet --force origin "HEAD:refs/heads/$branch"
	if [ -n "$open" ]; then
		gh pr edit "$open" --body-file .cache/studenthub/verified.md
	else
		gh pr create --head "$branch" --base << branch >> --title "$title" --body-file .cache/studenthub/verified.md
	fi
	;;
*)
	echo "usage: verdicts.sh take|propose" >&2
	exit 2
	;;
esac
