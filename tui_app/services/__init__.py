"""Services between the api, the store and the screens; the only room that awaits the gateway."""
