"""The script that Streamlit runs.

streamlit run dashboard/app.py        reads PARALLAX_HOME/datasets, writes nothing
"""

if __name__ == "__main__":  # the worker process of `queries.worker_process` also imports this file
    from dashboard.page_frame import main

    main()
