"""A Discord on loopback: gateway, REST and people, for any Discord library to talk to."""
