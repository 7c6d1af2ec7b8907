"""The pages and files that follow from a catalogue: pages as values that a template shows."""

from studenthub.render.data.every import files
from studenthub.render.data.extract import extract
from studenthub.render.data.social_cards import SocialCards
from studenthub.render.navigation import navigation
from studenthub.render.page import OutputFile, Page
from studenthub.render.pages.articles import printed_articles
from studenthub.render.pages.every import everything
from studenthub.render.pages.guides import not_found
from studenthub.render.pictures import FOLDER as PICTURES
from studenthub.render.pictures import Picture, Pictures, is_drawing, is_picture, is_sent
from studenthub.render.pictures import files as picture_files
from studenthub.render.pictures import lead as lead_picture

__all__ = [
    "PICTURES",
    "OutputFile",
    "Page",
    "Picture",
    "Pictures",
    "SocialCards",
    "everything",
    "extract",
    "files",
    "is_drawing",
    "is_picture",
    "is_sent",
    "lead_picture",
    "navigation",
    "not_found",
    "picture_files",
    "printed_articles",
]
