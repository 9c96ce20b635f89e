import sys

from yimen.cli import main

sys.exit(main())
