from flask import Flask, jsonify

app = Flask(__name__)


@app.route("/health", methods=["GET"])
def health():
    return jsonify(status="ok")


@app.route("/invoices")
def invoices():
    return jsonify([])


if __name__ == "__main__":
    app.run()
