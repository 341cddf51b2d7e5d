"""The click classes of the program: lazy commands, help in two languages, one place for errors.

Every failure ends here: a DoccompareError becomes one sentence with what to do next and its exit
code; what nobody foresaw is not swallowed.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from doccompare.cli.interrupt import leave
from doccompare.cli.language import choose
from doccompare.cli.output import emit_error, prepare_streams, silence, unwritable
from doccompare.errors import EXIT_DONE, EXIT_INTERRUPTED, EXIT_USAGE, DoccompareError, say, set_language
from doccompare.reporting.width import wrapped

# What a write to stdout fails with: a full disk, a quota, a device, a closed stream.
_OUTPUT_FAULTS = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EBADF)


class _Localised(click.Command):
    """Help in the user's language; click has only English of its own."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = [
            say("[选项]", piece) if piece == "[OPTIONS]" else piece
            for piece in self.collect_usage_pieces(ctx)
        ]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=say("用法: ", "Usage: "))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does; click would count a Han character as one column."""
        formatter.write_paragraph()
        for line in wrapped(self.help or "", formatter.width - 2):
            formatter.write(f"  {line}\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands of a group."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        if records:
            with formatter.section(say("选项", "Options")):
                formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option ``--help``."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("显示帮助。", "Show this and exit.")
        return option


class Command(_Localised):
    """One command of the program."""


class Program(_Localised, click.Group):
    """The group: ``commands_at`` maps a name to its module and its short help in Chinese and English."""

    def __init__(self, name: str, commands_at: dict[str, tuple[str, str, str]]) -> None:
        super().__init__(
            name=name, context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True
        )
        self.commands_at = commands_at
        self.subcommand_metavar = "COMMAND [ARGS]..."
        self.params = [
            click.Option(["--lang"], type=click.Choice(["zh", "en"]), expose_value=False, help="zh | en"),
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_version,
                help="0.1.0",
            ),
        ]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of use."""
        return list(self.commands_at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, its module imported now; None when there is none of that name."""
        if cmd_name not in self.commands_at:
            return None
        module = importlib.import_module(self.commands_at[cmd_name][0])
        command: click.Command = module.command()
        return command

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The options of the group; they and its help are put into the language in effect."""
        self.help = say(
            "校勘同一中文文件的几种转载本，逐处列出异文，写出有据可查的定本。",
            "Collate the reprints of one Chinese document and establish its text, with evidence.",
        )
        for param in self.params:
            if isinstance(param, click.Option):
                param.help = (
                    say("界面语言（默认依系统）。", "Language (default: locale).")
                    if param.name == "lang"
                    else say("显示版本。", "Show the version.")
                )
        return super().get_params(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands without importing any."""
        with formatter.section(say("命令", "Commands")):
            formatter.write_dl([(name, say(zh, en)) for name, (_, zh, en) in self.commands_at.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called. Raises click.UsageError when there is none of that name."""
        if args and args[0] not in self.commands_at and not args[0].startswith("-"):
            names = ", ".join(self.commands_at)
            raise click.UsageError(
                say(f"没有命令 {args[0]}；有：{names}。", f"There is no command {args[0]}, but: {names}."),
                ctx,
            )
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the program and exit; with ``standalone_mode`` off return the exit code instead."""
        try:
            arguments = list(sys.argv[1:] if args is None else args)
            set_language(choose(arguments, os.environ))
            prepare_streams()
            code = self._run(arguments, prog_name or self.name, complete_var, extra)
        except KeyboardInterrupt:  # outside click, which turns it into Abort
            code = _interrupted()
        if not standalone_mode:
            return code
        if code == EXIT_INTERRUPTED and args is None:
            leave()
        sys.exit(code)

    def _run(
        self, arguments: list[str], prog_name: str | None, complete_var: str | None, extra: dict[str, Any]
    ) -> int:
        try:
            result = super().main(arguments, prog_name, complete_var, standalone_mode=False, **extra)
        except DoccompareError as error:
            emit_error(error.message, error.hint)
            return error.exit_code
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.ctx.get_help() if error.ctx else "", err=True)
            return EXIT_USAGE
        except click.UsageError as error:
            path = error.ctx.command_path if error.ctx else prog_name
            emit_error(_usage_sentence(error), say(f"用法见 {path} --help", f"See {path} --help"))
            return EXIT_USAGE
        except click.ClickException as error:
            emit_error(error.format_message(), "")
            return EXIT_USAGE
        except click.Abort:
            return _interrupted()
        except BrokenPipeError:
            silence()
            return EXIT_DONE
        except OSError as error:  # click's own writing: help, version
            if error.errno not in _OUTPUT_FAULTS or error.filename is not None:
                raise
            silence()
            emit_error(unwritable(error).message, "")
            return EXIT_USAGE
        return result if isinstance(result, int) else EXIT_DONE


def _interrupted() -> int:
    emit_error(
        say("已中断；没有留下写到一半的结果。", "Interrupted; nothing is left half-written."), "", label=False
    )
    return EXIT_INTERRUPTED


def _usage_sentence(error: click.UsageError) -> str:
    """What is wrong with the call, in the user's language where click's own words can be told apart."""
    if isinstance(error, click.NoSuchOption):
        return say(f"没有选项 {error.option_name}。", f"There is no option {error.option_name}.")
    if isinstance(error, click.MissingParameter):
        what = (
            error.param.make_metavar(error.ctx) if error.param is not None and error.ctx is not None else ""
        )
        return say(f"缺少参数 {what}。", f"{what} is missing.")
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.opts[0] if error.param.opts else ""
        choices = getattr(error.param.type, "choices", None)
        if choices:
            allowed = " | ".join(map(str, choices))
            return say(f"{name} 只能是 {allowed}。", f"{name} must be one of {allowed}.")
        return say(f"{name} 的值不对：{error.message}", f"{name}: {error.message}")
    return error.format_message()


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        _print_version(ctx)


def _print_version(ctx: click.Context) -> NoReturn:
    click.echo(f"doccompare {version()}")
    ctx.exit()


def version() -> str:
    """The version of the program, as its package states it."""
    import doccompare

    stated = getattr(doccompare, "__version__", "")
    if stated:
        return str(stated)
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("doccompare")
    except PackageNotFoundError:
        return "0"
