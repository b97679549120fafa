"""When things happen: command line, scheduler, process. Each job calls one flow."""
