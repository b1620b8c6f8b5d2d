"""Keys, the seal, roles: who may see what."""
