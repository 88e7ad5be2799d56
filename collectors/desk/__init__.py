"""The desk: the one door through which the dashboard's editors write.

keep_upload | preview | start_job("import")   files that people bring, into the store
read_event  | trial   | save_event            event files in HOME/events, checked, each former version kept
waiting     | decide  | undo                  decisions on doubtful articles, in HOME/overrides
save_view  | delete_view                      pages that were named and commented, in HOME/desk/views
start_job("publish" | "collect")              work that takes longer, in a process of its own
start_schedule | stop_schedule                collecting again and again

Plain functions without Streamlit. Each that writes takes the name of who does it and adds an entry to the audit log.
One job runs at a time; event files and decisions are changed under a lock of their own. Reading pages import nothing
from here (a test checks it).
"""
