from setuptools import setup

setup(
    name="largest",
    version="1.0.0",
    description="Lists the largest files below a folder",
    python_requires=">=3.6",
    py_modules=["largest"],
    install_requires=["humanize>=3"],
    entry_points={"console_scripts": ["largest=largest:main"]},
)
