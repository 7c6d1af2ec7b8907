export default function (config) {
  config.setInputDirectory("docs");
  config.setOutputDirectory("site");
}
