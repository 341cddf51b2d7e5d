"""Where an editor decides: the desk that terminal and browser share, and the local web app.

``desk``, ``queue``, ``acts`` and ``words`` serve both. The libraries of the server are imported only
when the app is started.
"""
