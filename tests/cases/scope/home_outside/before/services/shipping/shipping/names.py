NAME = "shipping"
