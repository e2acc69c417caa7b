import os

import streamlit as st
from sqlalchemy import create_engine


@st.cache_resource
def get_engine():
    return create_engine(os.environ["DATABASE_URL"])
