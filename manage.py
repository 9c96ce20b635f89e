#!/usr/bin/env python
"""Django's own commands: ``python manage.py …`` is ``yimen manage …``."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("YIMEN_MODE", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
