"""The product put together: settings, addresses, who reacts to what. Nothing imports this; it imports everything."""
