package org.sparkbackprop.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Lets an option that may be without a value take only {@code --option=value}, not what follows.
 */
final class AttachedValue implements IParameterPreprocessor {

  /** What picocli calls the separator of a value that is a word of its own. */
  private static final String NEXT_WORD = " ";

  @Override
  public boolean preprocess(
      Stack<String> words, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
    if (NEXT_WORD.equals(info.get("separator"))) {
      words.push(((OptionSpec) argument).fallbackValue());
    }
    return false;
  }
}
