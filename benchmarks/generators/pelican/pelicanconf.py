SITENAME = "An artificial hub"
SITEURL = ""
TIMEZONE = "UTC"
PATH = "docs"
OUTPUT_PATH = "site"
ARTICLE_PATHS = ["articles"]
PAGE_PATHS = []
ARTICLE_URL = "articles/{slug}/"
ARTICLE_SAVE_AS = "articles/{slug}/index.html"
SLUGIFY_SOURCE = "basename"
DEFAULT_PAGINATION = 10
CACHE_PATH = ".cache"
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CHECK_MODIFIED_METHOD = "mtime"
MARKDOWN = {"extension_configs": {f"markdown.extensions.{name}": {} for name in ("extra", "meta", "admonition")}}
