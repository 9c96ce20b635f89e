"""权责清单: what each public body may do, on what basis, what it must do, and who answers for what when it goes wrong.

A ``Power`` keeps its key; each publishing of changed words adds a ``Version``, which never changes. A power that is
gone has a last version that says why. Every service exercises exactly one power; what does not fit (a service without a
power, a power without a service or basis, a body that does not decide) is listed for the editor of the catalogue.

Others may use ``queries`` (power_within, power_numbered, current_versions).
"""
