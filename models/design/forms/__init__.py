"""Forms 表单 made in the browser: what they hold, what may be in them, and how they are answered."""

from .forms import DesignForm, FormAnswer, forms_of, may_form, renew_link

__all__ = ["DesignForm", "FormAnswer", "forms_of", "may_form", "renew_link"]
