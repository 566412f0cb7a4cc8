"""The web application: API, pictures and the built front-end."""
