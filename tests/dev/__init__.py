"""Development sets: small texts that are not the Opinion, each with its gold."""
