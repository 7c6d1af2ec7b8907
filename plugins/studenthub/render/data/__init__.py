"""The files of the site that programs read: feeds, records, metadata, the data of search and filters."""
