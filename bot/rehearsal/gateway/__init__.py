"""The websocket side: sessions, events, replay."""
