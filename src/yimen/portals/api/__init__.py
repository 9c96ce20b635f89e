"""/api/v1/: what the city publishes, for other systems to read (统一开放标准, 统一服务接口).

Everything here is public and is read only: services with what their guide says, their versions and files, what changed
since a cursor, the bodies of the city, the JSON Schema of the service folder, and the same services in the terms of
CPSV-AP as JSON-LD. ``interface`` gathers the operations; ``served`` is what all of them share: who may ask and how
often, ETag, HEAD, errors as problem objects (RFC 9457, made in ``config.errors``).
"""
