"""What Streamlit runs.

streamlit run dashboard/app.py        reads PARALLAX_HOME/datasets, writes nothing
"""

if __name__ == "__main__":  # the worker process of `queries.later` imports this file, and needs nothing of it
    from dashboard.page_frame import main

    main()
